import { nearestWords } from '../../core/nearest-word.ts';
import type { Finding } from '../../core/preflight/finding.ts';
import { covers, waivableFindings } from '../../core/preflight/apply-waivers.ts';
import type { Waiver } from '../../core/preflight/waiver.ts';
import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { PatchCommand } from '../../core/request/patch-command.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { changeRollout } from '../change-rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { auditPerson } from './audit-person.ts';
import { accessReply, phaseName, staleCardReply, staleStoreReply } from './replies.ts';
import { planAndOffer } from './request-patch.ts';
import { rolloutMeant } from './rollout-meant.ts';

type WaiveWords = Extract<PatchCommand, { kind: 'waive' }>;
type Answer = (reply: Reply) => Promise<void>;

/**
 * A person answers for a blocker, with a reason: preflight runs again, and the finding is a warning that says so. It
 * counts for this request alone, is part of the plan that is approved, and somebody else must approve it.
 */
export async function waiveFinding(
  directory: Directory,
  item: InboxItem,
  words: WaiveWords,
  answer: Answer,
): Promise<void> {
  const meant = await rolloutMeant(directory, item, words.rollout, (id) => typed(words, id));
  if (meant.kind === 'unclear') return answer(meant.reply);
  const { handle, rollout } = meant;
  const person = await readPerson(handle.ports, handle.settings, item.sender);
  const access = mayDo(person, 'operate', { teamId: directory.teamId, requesterId: rollout.requestedBy.id });
  if (!access.allowed) return answer(accessReply(access, handle.settings));
  const refusal = notNow(rollout) ?? notThat(rollout, words);
  if (refusal) return answer(refusal);
  const by = { id: item.sender.userId, name: item.sender.userName };
  await record(handle, rollout, item, words, { ...pick(words), by }, answer);
}

async function record(
  handle: GroupHandle,
  rollout: Rollout,
  item: InboxItem,
  words: WaiveWords,
  waiver: Waiver,
  answer: Answer,
): Promise<void> {
  const { clock } = handle.ports;
  const { check, object, reason } = waiver;
  await auditPerson(handle, rollout, item, {
    action: 'preflight.waive',
    target: { check, object },
    why: reason,
  });
  const change = await changeRollout(handle, rollout.id, (current) =>
    (notNow(current) ?? notThat(current, words))
      ? 'conflict'
      : { type: 'waived', waiver, at: clock.now(), real: clock.real() },
  );
  switch (change.kind) {
    case 'changed':
      await answer({
        code: 'ok',
        what: `You answer for ${waiver.check} of ${waiver.object} in ${rollout.id}. Preflight runs again.`,
        next: 'If nothing else blocks, the plan is offered with your waiver in it; somebody else must approve it.',
      });
      return planAndOffer(handle, change.rollout);
    case 'conflict':
      return answer(staleCardReply(rollout.id, change.rollout));
    case 'missing':
      return answer(staleCardReply(rollout.id, undefined));
    case 'busy':
      return answer(staleStoreReply(handle.settings));
  }
}

function pick({ check, object, reason }: WaiveWords): Omit<Waiver, 'by'> {
  return { check, object, reason };
}

function notNow({ id, phase }: Rollout): Reply | undefined {
  if (phase === 'blocked') return undefined;
  return {
    code: 'E-STALE',
    what: 'There is nothing to waive now. Nothing was done.',
    why: `${id} is ${phaseName(phase)}; a waiver is for a request that preflight has blocked.`,
    next: 'See /patch status.',
  };
}

/** Only what stands in the report can be answered for, and only what the workload alone pays for. */
function notThat({ id, preflight }: Rollout, words: WaiveWords): Reply | undefined {
  const waivable = preflight ? waivableFindings(preflight) : [];
  if (waivable.some((finding) => covers({ ...words, by: NOBODY }, finding))) return undefined;
  const blocks = preflight?.findings.some(
    ({ id: check, severity }) => severity === 'blocker' && check === words.check,
  );
  return {
    code: 'E-TEXT',
    what: `${words.check} of ${words.object} cannot be waived. Nothing was done.`,
    why:
      blocks && !waivable.some(({ id: check }) => check === words.check)
        ? `${words.check} stops the work itself, whoever answers for it: it has to be fixed.`
        : `The report of ${id} has no such blocker that can be.`,
    next:
      waivable.length > 0 ? 'What can be waived here:' : 'Fix what the report lists, then re-run the checks.',
    suggestions: suggested(waivable, words).map((finding) => typed({ ...words, ...namesOf(finding) }, id)),
  };
}

const NOBODY = { id: '', name: '' };
const SUGGESTED_MAX = 5;

/** The nearest of what was typed first. */
function suggested(waivable: readonly Finding[], { object }: WaiveWords): readonly Finding[] {
  const near = nearestWords(
    object,
    waivable.map(({ objects }) => objects[0] ?? ''),
  );
  const rank = ({ objects }: Finding) => (near.includes(objects[0] ?? '') ? 0 : 1);
  return waivable.toSorted((a, b) => rank(a) - rank(b)).slice(0, SUGGESTED_MAX);
}

function namesOf({ id, objects }: Finding): Pick<WaiveWords, 'check' | 'object'> {
  return { check: id, object: objects[0] ?? '' };
}

function typed({ check, object, reason }: WaiveWords, id: string): string {
  return `/patch waive ${id} ${check} ${object} --reason "${reason}"`;
}
