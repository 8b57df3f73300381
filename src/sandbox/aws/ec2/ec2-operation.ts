import { AwsError } from '../wire/aws-error.ts';
import { type Fields, flag, type InputOf } from '../wire/fields.ts';
import { type Operation, operation, type OperationSpec } from '../wire/operation.ts';
import { page, type PageRequest } from '../wire/page.ts';

const dryRun = { DryRun: flag() };

/** An EC2 operation: each of them can be run dry, which asks for the rights and does nothing. */
export function ec2Operation<F extends Fields>(spec: OperationSpec<F>): Operation {
  const parameters: F & typeof dryRun = { ...spec.parameters, ...dryRun };
  return operation({
    name: spec.name,
    access: spec.access,
    parameters,
    // The input has the fields of the spec, and one more.
    authorize: (input, context) => spec.authorize(input as unknown as InputOf<F>, context),
    run(input, context) {
      if ((input as { DryRun?: boolean }).DryRun === true) {
        throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      }
      return spec.run(input as unknown as InputOf<F>, context);
    },
  });
}

/** One page in the way of EC2. Left out MaxResults means everything up to `most`. */
export function ec2Page<T>(
  items: readonly T[],
  request: PageRequest<T>,
): { items: readonly T[]; nextToken: string | undefined } {
  const found = page(items, request);
  if (!found) throw new AwsError('InvalidParameterValue', `Unable to parse pagination token`);
  return { items: found.items, nextToken: found.next };
}

/** EC2 does not page a list of ids. */
export function refuseBoth(ids: readonly string[], maxResults: number | undefined, idsName: string): void {
  if (ids.length > 0 && maxResults !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${idsName} cannot be used with the parameter maxResults`,
    );
  }
}
