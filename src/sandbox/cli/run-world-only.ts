import { startControl } from '../control/start-control.ts';
import { CREDENTIALS } from '../run/credentials.ts';
import { SandboxHost } from '../run/sandbox-host.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { SandboxOptions } from './options.ts';
import { controlParts } from './run-page.ts';
import { untilAskedToStop } from './until-asked-to-stop.ts';

/** The world without drover, for any other program. Prints exactly one JSON line on stdout; runs until SIGTERM. */
export async function runWorldOnly({ scenario, seed, speed, port }: SandboxOptions): Promise<void> {
  const host = await SandboxHost.start({
    scenario,
    seed,
    speed,
    withDrover: false,
    mode: 'socket',
    onProgress: (text) => console.error(text),
  });
  const control = await startControl(controlParts(host), { port });
  console.log(JSON.stringify(addresses(host, control)));
  await untilAskedToStop();
  await control.close();
  await host.close();
}

function addresses(
  host: SandboxHost,
  { page, sim }: { readonly page: string; readonly sim: string },
): object {
  const { world, files } = host;
  const { signingSecret, botToken, appToken } = CREDENTIALS.slack;
  const post = (path: string, body: object): string =>
    `curl --fail --silent --show-error --output /dev/null --header 'content-type: application/json' --data '${JSON.stringify(body)}' ${sim}/${path}`;
  return {
    page,
    sim,
    kubernetes: {
      server: world.kubernetes.url,
      caFile: files.caFile,
      kubeconfig: files.kubeconfig,
      tokens: CREDENTIALS.kubernetes,
    },
    aws: { endpoint: world.aws.endpoint, region: PLACE.region, ...CREDENTIALS.aws.admin },
    slack: { apiUrl: world.slack.apiUrl, signingSecret, botToken, appToken },
    hooks: {
      'pause-controllers': post('controllers', { paused: true }),
      'resume-controllers': post('controllers', { paused: false }),
      'compact-history': post('compact', {}),
    },
    env: host.environment('socket'),
  };
}
