import type { GroupOwner, GroupState, InstanceState, Release } from '../../../src/core/fleet/node-group.ts';
import type {
  NodeGroupRef,
  NodeGroups,
  ReleaseSource,
  TerminateOutcome,
} from '../../../src/ports/node-groups.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import type { MemoryCloud, MemoryTemplate } from './memory-cloud.ts';
import type { Draft } from './memory-objects.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire, WireAct } from './wire.ts';

type GroupAct = Extract<WireAct, { readonly group: string }>;

/** Node groups of a MemoryCloud, with the refusals of the real one. Each process may have its own, over its own wire. */
export class MemoryNodeGroups implements NodeGroups {
  readonly cloud: MemoryCloud;
  readonly #wire: Wire;
  readonly #tokens = new Map<string, string>();

  constructor(cloud: MemoryCloud, wire: Wire = new PortFaults()) {
    this.cloud = cloud;
    this.#wire = wire;
  }

  async owner({ autoScalingGroup, managedNodeGroup, eksCluster }: NodeGroupRef): Promise<GroupOwner> {
    return this.#wire.run('owner', () => {
      const name = managedNodeGroup ?? this.cloud.managed.get(autoScalingGroup ?? '');
      if (name === undefined) return { kind: 'self-managed' };
      return { kind: 'managed-node-group', name, ...(eksCluster === undefined ? {} : { eksCluster }) };
    });
  }

  describe(groupName: string): Promise<GroupState | undefined> {
    return this.#wire.run('describe', () => this.cloud.groupSeen(groupName));
  }

  instances(instanceIds: readonly string[]): Promise<readonly InstanceState[]> {
    return this.#wire.run('instances', () => this.cloud.instancesSeen(instanceIds));
  }

  release(group: GroupState, source: ReleaseSource): Promise<Release> {
    return this.#wire.run('release', () => {
      const template = this.#template(group.template?.id ?? '');
      switch (source.kind) {
        case 'launch-template':
          return this.#release(template, template.images.length);
        case 'template-version':
          return this.#release(template, Number(source.version));
        case 'ssm':
          return this.#ssmRelease(group, template, source.parameter);
      }
    });
  }

  releaseOfVersion(templateId: string, version: string): Promise<Release> {
    return this.#wire.run('release of version', () =>
      this.#release(this.#template(templateId), Number(version)),
    );
  }

  createTemplateVersion(
    templateId: string,
    sourceVersion: string,
    imageId: string,
    token: string,
  ): Promise<string> {
    return this.#wire.run('create template version', () => {
      const template = this.#template(templateId);
      this.#release(template, Number(sourceVersion));
      const known = this.#tokens.get(token);
      if (known !== undefined) return known;
      const version = String(template.images.push(imageId));
      this.#tokens.set(token, version);
      this.cloud.note('create template version', `${templateId}:${version}`);
      return version;
    });
  }

  failedLaunches(groupName: string, since: number): Promise<readonly string[]> {
    return this.#wire.run('failed launches', () =>
      (this.cloud.failures.get(groupName) ?? []).filter(({ at }) => at >= since).map(({ text }) => text),
    );
  }

  setDesired(groupName: string, desired: number): Promise<void> {
    return this.#change('set desired', { kind: 'set-desired', group: groupName, desired }, () => {
      const group = this.#group('autoscaling:SetDesiredCapacity', groupName);
      if (desired < group.minSize || desired > group.maxSize)
        throw new PortError(
          'invalid',
          'autoscaling:SetDesiredCapacity',
          `New SetDesiredCapacity value ${desired} is ${desired > group.maxSize ? 'above max' : 'below min'} value ${desired > group.maxSize ? group.maxSize : group.minSize} for the AutoScalingGroup.`,
        );
      if (group.desired === desired) return;
      group.desired = desired;
      this.cloud.note('set desired', `${groupName}=${desired}`);
      this.cloud.balance(groupName);
    });
  }

  useTemplateVersion(groupName: string, templateId: string, version: string): Promise<void> {
    const act = { kind: 'use-template', group: groupName, templateId, version } as const;
    return this.#change('use template version', act, () => {
      const group = this.#group('autoscaling:UpdateAutoScalingGroup', groupName);
      const template = this.#template(templateId);
      if (group.template?.id === templateId && group.template.version === version) return;
      group.template = { id: template.id, name: template.name, version };
      this.cloud.note('use template version', `${groupName}=${templateId}:${version}`);
    });
  }

  suspend(groupName: string, processes: readonly string[]): Promise<void> {
    return this.#change('suspend', { kind: 'suspend', group: groupName, processes }, () => {
      const group = this.#group('autoscaling:SuspendProcesses', groupName);
      const added = processes.filter((process) => !group.suspendedProcesses.includes(process));
      group.suspendedProcesses.push(...added);
      if (added.length > 0) this.cloud.note('suspend', `${groupName}: ${added.join(',')}`);
    });
  }

  resume(groupName: string, processes: readonly string[]): Promise<void> {
    return this.#change('resume', { kind: 'resume', group: groupName, processes }, () => {
      const group = this.#group('autoscaling:ResumeProcesses', groupName);
      const removed = group.suspendedProcesses.filter((process) => processes.includes(process));
      group.suspendedProcesses = group.suspendedProcesses.filter((process) => !processes.includes(process));
      if (removed.length > 0) this.cloud.note('resume', `${groupName}: ${removed.join(',')}`);
      this.cloud.balance(groupName);
    });
  }

  tag(groupName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    return this.#change('tag', { kind: 'tag', group: groupName }, () => {
      const group = this.#group('autoscaling:CreateOrUpdateTags', groupName);
      const changed = Object.entries(tags).filter(([key, value]) => group.tags[key] !== value);
      Object.assign(group.tags, tags);
      if (changed.length > 0)
        this.cloud.note('tag', `${groupName}: ${changed.map(([key]) => key).join(',')}`);
    });
  }

  untag(groupName: string, keys: readonly string[]): Promise<void> {
    return this.#change('untag', { kind: 'untag', group: groupName }, () => {
      const group = this.#group('autoscaling:DeleteTags', groupName);
      const removed = keys.filter((key) => key in group.tags);
      for (const key of removed) delete group.tags[key];
      if (removed.length > 0) this.cloud.note('untag', `${groupName}: ${removed.join(',')}`);
    });
  }

  terminate(groupName: string, instanceId: string, decrement: boolean): Promise<TerminateOutcome> {
    const act = { kind: 'terminate', group: groupName, instanceId, decrement } as const;
    return this.#change<TerminateOutcome>(`terminate ${instanceId}`, act, () => {
      const group = this.cloud.groups.get(groupName);
      const member = group?.instances.find((one) => one.instanceId === instanceId);
      if (!group || !member) return { kind: 'gone' };
      if (member.lifecycleState.startsWith('Terminat')) return { kind: 'terminating' };
      if (decrement && group.desired - 1 < group.minSize)
        throw new PortError(
          'invalid',
          'autoscaling:TerminateInstanceInAutoScalingGroup',
          `Currently, desiredSize equals minSize (${group.minSize}). Terminating instance without replacement will violate group's min size constraint.`,
        );
      if (decrement) group.desired -= 1;
      this.cloud.terminate(groupName, instanceId);
      this.cloud.note(
        decrement ? 'terminate and decrement' : 'terminate',
        `${groupName}/${instanceId}`,
        instanceId,
      );
      this.cloud.balance(groupName);
      return { kind: 'terminating' };
    });
  }

  registration(group: GroupState, instanceId: string): Promise<'none' | 'registered' | 'draining'> {
    return this.#wire.run('registration', () => {
      const instance = this.cloud.instances.get(instanceId);
      if (group.targetGroupArns.length === 0 || !instance || instance.state === 'terminated') return 'none';
      const since = this.cloud.draining.get(instanceId);
      if (since === undefined) return instance.state === 'running' ? 'registered' : 'none';
      return this.cloud.clock.now() - since < this.cloud.durations.deregisterMs ? 'draining' : 'none';
    });
  }

  async #change<T>(operation: string, act: GroupAct, change: () => T): Promise<T> {
    const applied = (): T => {
      const result = change();
      this.cloud.remember(act.group);
      return result;
    };
    return this.#wire.run(operation, applied, act);
  }

  #group(operation: string, name: string): Draft<GroupState> {
    const group = this.cloud.groups.get(name);
    if (!group) throw new PortError('not-found', operation, 'AutoScalingGroup name not found');
    return group;
  }

  #template(id: string): MemoryTemplate {
    const template = this.cloud.templates.get(id);
    if (!template)
      throw new PortError('not-found', 'ec2:DescribeLaunchTemplateVersions', `there is no template ${id}`);
    return template;
  }

  #release(template: MemoryTemplate, version: number): Release {
    const imageId = template.images[version - 1];
    if (imageId === undefined)
      throw new PortError(
        'not-found',
        'ec2:DescribeLaunchTemplateVersions',
        `${template.id} has no version ${version}`,
      );
    return { ...this.#image(imageId), templateId: template.id, templateVersion: String(version) };
  }

  /** The parameter's image; the version that has it already, or the source version where one must be made. */
  #ssmRelease(group: GroupState, template: MemoryTemplate, parameter: string): Release {
    const imageId = this.cloud.parameters.get(parameter);
    if (imageId === undefined)
      throw new PortError('not-found', 'ssm:GetParameter', `there is no parameter ${parameter}`);
    const known = template.images.lastIndexOf(imageId) + 1;
    const version = known > 0 ? known : this.cloud.versionOf(group);
    return { ...this.#image(imageId), templateId: template.id, templateVersion: String(version) };
  }

  #image(imageId: string): Omit<Release, 'templateId' | 'templateVersion'> {
    const image = this.cloud.images.get(imageId);
    return {
      imageId,
      imageName: image?.name ?? imageId,
      ...(image?.owner === undefined ? {} : { imageOwner: image.owner }),
      ...(image?.createdAt === undefined ? {} : { imageCreatedAt: image.createdAt }),
      ...(image?.architecture === undefined ? {} : { architecture: image.architecture }),
    };
  }
}
