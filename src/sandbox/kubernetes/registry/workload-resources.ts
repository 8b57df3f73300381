import { autoscalers, coreEvents, signingRequests } from '../strategies/events.ts';
import { cronJobs, jobs } from '../strategies/jobs.ts';
import { daemonSets, deployments, replicaSets, statefulSets } from '../strategies/workloads.ts';
import { define, scale, status } from './define.ts';
import { jobLabels, newEventLabels, signingRequestLabels } from './field-labels.ts';
import type { Resource, Verb } from './resource.ts';

const CREATE: readonly Verb[] = ['create'];
const ALL = ['all'];
const AUTHORIZATION = 'authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

/** The kinds of the groups from apps to certificates, in the order of discovery. */
export const WORKLOAD_RESOURCES: readonly Resource[] = [
  define({ group: 'apps', plural: 'controllerrevisions', kind: 'ControllerRevision' }),
  define({
    group: 'apps',
    plural: 'daemonsets',
    kind: 'DaemonSet',
    short: ['ds'],
    categories: ALL,
    subresources: [status('DaemonSet')],
    strategy: daemonSets,
  }),
  define({
    group: 'apps',
    plural: 'deployments',
    kind: 'Deployment',
    short: ['deploy'],
    categories: ALL,
    subresources: [scale, status('Deployment')],
    strategy: deployments,
  }),
  define({
    group: 'apps',
    plural: 'replicasets',
    kind: 'ReplicaSet',
    short: ['rs'],
    categories: ALL,
    subresources: [scale, status('ReplicaSet')],
    strategy: replicaSets,
  }),
  define({
    group: 'apps',
    plural: 'statefulsets',
    kind: 'StatefulSet',
    short: ['sts'],
    categories: ALL,
    subresources: [scale, status('StatefulSet')],
    strategy: statefulSets,
  }),
  define({
    group: 'events.k8s.io',
    plural: 'events',
    kind: 'Event',
    short: ['ev'],
    strategy: coreEvents,
    fieldLabels: newEventLabels,
    storage: 'events',
  }),
  define({
    group: AUTHENTICATION,
    plural: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    cluster: true,
    verbs: CREATE,
  }),
  define({
    group: AUTHENTICATION,
    plural: 'tokenreviews',
    kind: 'TokenReview',
    cluster: true,
    verbs: CREATE,
  }),
  define({
    group: AUTHORIZATION,
    plural: 'localsubjectaccessreviews',
    kind: 'LocalSubjectAccessReview',
    verbs: CREATE,
  }),
  define({
    group: AUTHORIZATION,
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    cluster: true,
    verbs: CREATE,
  }),
  define({
    group: AUTHORIZATION,
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    cluster: true,
    verbs: CREATE,
  }),
  define({
    group: AUTHORIZATION,
    plural: 'subjectaccessreviews',
    kind: 'SubjectAccessReview',
    cluster: true,
    verbs: CREATE,
  }),
  define({
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    short: ['hpa'],
    categories: ALL,
    subresources: [status('HorizontalPodAutoscaler')],
    strategy: autoscalers,
  }),
  define({
    group: 'batch',
    plural: 'cronjobs',
    kind: 'CronJob',
    short: ['cj'],
    categories: ALL,
    subresources: [status('CronJob')],
    strategy: cronJobs,
  }),
  define({
    group: 'batch',
    plural: 'jobs',
    kind: 'Job',
    categories: ALL,
    subresources: [status('Job')],
    strategy: jobs,
    fieldLabels: jobLabels,
  }),
  define({
    group: 'certificates.k8s.io',
    plural: 'certificatesigningrequests',
    kind: 'CertificateSigningRequest',
    cluster: true,
    short: ['csr'],
    subresources: [
      { name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] },
      status('CertificateSigningRequest'),
    ],
    strategy: signingRequests,
    fieldLabels: signingRequestLabels,
  }),
];
