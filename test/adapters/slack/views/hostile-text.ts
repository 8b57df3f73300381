import fc from 'fast-check';

const CORPUS = [
  '<!channel>',
  '<!here|here>',
  '<@U0ANN>',
  '<!subteam^S0SRE>',
  '<https://evil.example|Approve>',
  '&lt;!channel&gt;',
  '`',
  '```',
  '*bold*',
  '_it_',
  '~s~',
  '> quote',
  ':white_check_mark:',
  '@channel',
  '#general',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\u0007',
  '\u2028',
  '\r\n',
  '\n',
  '\t',
  '\ud800',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '💣'.repeat(60),
  'x'.repeat(10_000),
  '&'.repeat(3_000),
  '<'.repeat(3_000),
  '`'.repeat(3_000),
  '{"r":"R-1"}',
  '|',
  '^',
  'kubectl delete pod',
  'https://evil.example/',
  '',
];

/** Text as anybody with rights to a namespace can put it into a name, a label or a message (fault row 73). */
export function hostileText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...CORPUS),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string(),
  );
  return fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
}
