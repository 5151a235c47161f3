/** The statement that a policy lacks: nothing for the right to assume the role, which another policy gives. */
export function fixOf(missingAction: string | null): string | undefined {
  if (missingAction === null || missingAction.startsWith('sts:')) return undefined
  return JSON.stringify({ Effect: 'Allow', Action: missingAction, Resource: '*' }, null, 2)
}
