/** An error as AWS words it; thrown by an operation, written by whoever speaks its protocol. */
export class AwsRefusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** `AccessDenied` of STS and IAM, `AccessDeniedException` of the services that speak JSON. */
export const accessDenied = (code: 'AccessDenied' | 'AccessDeniedException', arn: string, action: string, resource: string): AwsRefusal =>
  new AwsRefusal(
    code,
    `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    code === 'AccessDenied' ? 403 : 400,
  )
