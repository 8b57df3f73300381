import { openDialog } from '../dom/dialog.ts';
import { h } from '../dom/element.ts';

/** The short answer to "what am I looking at?". */
export function openAbout(): void {
  openDialog({
    title: 'What am I looking at?',
    body: [
      h(
        'p',
        {},
        'drover patches the operating systems of Kubernetes nodes from Slack, without downtime. Here it runs against a small world on this machine: nothing leaves it, and nothing in drover knows that the world is made up.',
      ),
      h(
        'dl',
        {},
        about('Left', 'A Slack workspace. You can be each of its people; drover is the app in it.'),
        about(
          'Right',
          'The cluster. A card is a node, and the colour of its edge is the machine image (AMI) that it runs. A square is a pod, and its colour is its workload.',
        ),
        about('Hatched', 'A cordoned node: no new pod may go there.'),
        about('Dotted edge', 'A retiring node: pods would rather go elsewhere.'),
        about(
          'Budgets',
          'How many pods of a workload may be away now, and how many are healthy. drover asks before each one, and waits when it is told to.',
        ),
        about(
          'Requests',
          'Every Service gets a steady stream of them. None should fail; one that does turns red and stays counted.',
        ),
        about(
          'Speed',
          'World time goes up to a hundred times as fast. Another speed starts drover again, and it goes on where it was.',
        ),
      ),
      h(
        'p',
        { class: 'faint' },
        'Programs can do all of this too: the test API is described in src/sandbox/README.md.',
      ),
    ],
  });
}

function about(term: string, words: string): HTMLElement[] {
  return [h('dt', {}, term), h('dd', {}, words)];
}
