/** Which of the two ways of AWS fits: said in the form, by the linter and so by the command line. */
export const awsIamFits =
  'An identity for AWS IAM fits better where the workload can sign a request to AWS: nothing has to be switched on in the account, and AWS itself is asked at each login. A token fits where nothing but a token can be sent.'

/** Whether an issuer is that of one AWS account with outbound identity federation. */
export const isAwsAccountIssuer = (issuer: string): boolean =>
  /^https:\/\/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.tokens\.sts\.global\.api\.aws$/.test(issuer)
