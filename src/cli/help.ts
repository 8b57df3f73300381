export const HELP = `drover patches the operating systems of Kubernetes worker nodes, asked for and approved in Slack.

Usage:
  drover serve                                  run the roles that DROVER_ROLES names (gateway, engine)
  drover preflight CLUSTER NODE-GROUP [--json]  what would go wrong if this node group were patched now
  drover preflight --kubeconfig FILE [--context NAME] --selector KEY=VALUE[,KEY=VALUE] [--json]
                                                the same of any nodes, without configuration, Slack, Redis or AWS
  drover metrics check CLUSTER NODE-GROUP       which metrics of its workloads were found, what they say, what is not judged
  drover audit verify FILE [--anchor SEQ:HASH]  check the chain of an audit log, and name its first bad line
  drover --help
  drover --version

preflight only reads. In its first form it takes the clusters from the file that DROVER_CONFIG names, and asks AWS; in
the second the checks of AWS are skipped, and said to be.
An anchor is the number and the hash of a line as they were noted elsewhere: it shows an end that was cut off.

Exit codes:
  preflight  0 clean, 1 warnings, 2 blockers, 3 something could not be told, 4 it could not be run
  others     0 all is well, 1 what was checked is bad, 4 it could not be run
`;
