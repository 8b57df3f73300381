import { MemoryChat } from '../fakes/ports/memory-chat.ts';
import { describeChatContract } from './chat.contract.ts';

describeChatContract('in memory', async () => {
  const chat = new MemoryChat();
  chat.addUser('U0ANN');
  chat.groups.set('S0APPROVERS', ['U0ANN', 'U0BOB']);
  const troubles = {
    limited: { kind: 'limited', retryAfterMs: 1_000 },
    'lost-before': { kind: 'unclear' },
    'lost-after': { kind: 'unclear-posted' },
  } as const;
  return {
    chat,
    channel: 'C0PROD',
    user: 'U0ANN',
    group: { id: 'S0APPROVERS', members: ['U0ANN', 'U0BOB'] },
    count: () => chat.messages.length,
    files: () => chat.files.map(({ text }) => text),
    trouble: (kind) => void chat.troubles.push(troubles[kind]),
  };
});
