import type { GroupOwner, GroupState, InstanceState, Release } from '../../core/fleet/node-group.ts';
import type { NodeGroupRef, NodeGroups, ReleaseSource, TerminateOutcome } from '../../ports/node-groups.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeGroup } from './describe-group.ts';
import { describeInstances } from './describe-instances.ts';
import { failedLaunches } from './failed-launches.ts';
import { findOwner } from './find-owner.ts';
import {
  resumeProcesses,
  setDesired,
  suspendProcesses,
  tagGroup,
  untagGroup,
  useTemplateVersion,
} from './group-effects.ts';
import { releaseOf, resolveRelease } from './resolve-release.ts';
import { targetRegistration } from './target-registration.ts';
import type { Registration } from './target-registration.ts';
import { createVersion, describeVersion } from './template-versions.ts';
import { terminateInstance } from './terminate-instance.ts';

/** Node groups as EC2 Auto Scaling, EC2, EKS and SSM have them; each act in a file of its own. */
export class AwsNodeGroups implements NodeGroups {
  readonly #account: AwsAccount;

  constructor(account: AwsAccount) {
    this.#account = account;
  }

  async owner(ref: NodeGroupRef): Promise<GroupOwner> {
    return findOwner(this.#account, ref);
  }

  async describe(groupName: string): Promise<GroupState | undefined> {
    return describeGroup(this.#account, groupName);
  }

  async instances(instanceIds: readonly string[]): Promise<readonly InstanceState[]> {
    return describeInstances(this.#account, instanceIds);
  }

  async release(group: GroupState, source: ReleaseSource): Promise<Release> {
    return resolveRelease(this.#account, group, source);
  }

  async releaseOfVersion(templateId: string, version: string): Promise<Release> {
    return releaseOf(this.#account, await describeVersion(this.#account, templateId, version));
  }

  async createTemplateVersion(
    templateId: string,
    sourceVersion: string,
    imageId: string,
    token: string,
  ): Promise<string> {
    return createVersion(this.#account, templateId, sourceVersion, imageId, token);
  }

  async failedLaunches(groupName: string, since: number): Promise<readonly string[]> {
    return failedLaunches(this.#account, groupName, since);
  }

  async setDesired(groupName: string, desired: number): Promise<void> {
    await setDesired(this.#account, groupName, desired);
  }

  async useTemplateVersion(groupName: string, templateId: string, version: string): Promise<void> {
    await useTemplateVersion(this.#account, groupName, templateId, version);
  }

  async suspend(groupName: string, processes: readonly string[]): Promise<void> {
    if (processes.length > 0) await suspendProcesses(this.#account, groupName, processes);
  }

  async resume(groupName: string, processes: readonly string[]): Promise<void> {
    if (processes.length > 0) await resumeProcesses(this.#account, groupName, processes);
  }

  async tag(groupName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await tagGroup(this.#account, groupName, tags);
  }

  async untag(groupName: string, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await untagGroup(this.#account, groupName, keys);
  }

  async terminate(groupName: string, instanceId: string, decrement: boolean): Promise<TerminateOutcome> {
    return terminateInstance(this.#account, groupName, instanceId, decrement);
  }

  async registration(group: GroupState, instanceId: string): Promise<Registration> {
    return targetRegistration(this.#account, group, instanceId);
  }
}
