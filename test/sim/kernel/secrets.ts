/** What nobody may ever read. No output of drover has a reason to hold any of it. */
export const SECRETS: readonly string[] = [
  'xoxb-simulated-bot-token',
  'k8s-aws-v1.simulated-token',
  'simulated-session-token',
  'simulated-password',
  'hooks.slack.test/',
];

/** What the errors of real clients carry along: the request that failed, with all that it was signed with. */
export const CAUSE_WITH_SECRETS = new Error('connect to redis://:simulated-password@redis:6379 failed', {
  cause: {
    request: {
      headers: {
        authorization: 'Bearer k8s-aws-v1.simulated-token',
        'x-slack-token': 'xoxb-simulated-bot-token',
        'x-amz-security-token': 'simulated-session-token',
      },
    },
  },
});
