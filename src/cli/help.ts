export const HELP = `drover patches the operating systems of Kubernetes worker nodes, asked for and approved in Slack.

Usage:
  drover serve                                  run the roles that DROVER_ROLES names (gateway, engine)
  drover audit verify FILE [--anchor SEQ:HASH]  check the chain of an audit log, and name its first bad line
  drover --help
  drover --version

An anchor is the number and the hash of a line as they were noted elsewhere: it shows an end that was cut off.

Exit codes: 0 all is well, 1 what was checked is bad, 4 it could not be run.
`;
