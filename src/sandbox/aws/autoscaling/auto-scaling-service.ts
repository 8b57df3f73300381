import { queryProtocol } from '../wire/query-protocol.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { QUERY_WORDS } from '../wire/service-words.ts';
import {
  setDesiredCapacity,
  setInstanceProtection,
  terminateInstanceInAutoScalingGroup,
} from './change-capacity.ts';
import {
  describeInstanceRefreshes,
  describeLifecycleHooks,
  describePolicies,
  describeScalingActivities,
  describeScheduledActions,
  describeWarmPool,
} from './describe-details.ts';
import { describeAutoScalingGroups, describeAutoScalingInstances, describeTags } from './describe-groups.ts';
import { cancelInstanceRefresh, startInstanceRefresh } from './instance-refreshes.ts';
import {
  completeLifecycleAction,
  deleteLifecycleHook,
  putLifecycleHook,
  recordLifecycleActionHeartbeat,
} from './lifecycle-actions.ts';
import { resumeProcesses, suspendProcesses } from './processes.ts';
import { createOrUpdateTags, deleteTags } from './tags.ts';
import { updateAutoScalingGroup } from './update-group.ts';

export const AUTO_SCALING: Service = {
  name: 'autoscaling',
  protocol: queryProtocol('http://autoscaling.amazonaws.com/doc/2011-01-01/'),
  words: QUERY_WORDS,
  operations: operationsByName(
    describeAutoScalingGroups,
    describeAutoScalingInstances,
    describeScalingActivities,
    describeLifecycleHooks,
    describeInstanceRefreshes,
    describeWarmPool,
    describePolicies,
    describeScheduledActions,
    describeTags,
    setDesiredCapacity,
    updateAutoScalingGroup,
    suspendProcesses,
    resumeProcesses,
    terminateInstanceInAutoScalingGroup,
    setInstanceProtection,
    createOrUpdateTags,
    deleteTags,
    completeLifecycleAction,
    recordLifecycleActionHeartbeat,
    putLifecycleHook,
    deleteLifecycleHook,
    startInstanceRefresh,
    cancelInstanceRefresh,
  ),
};
