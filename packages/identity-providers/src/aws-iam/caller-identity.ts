import { type ArnKind, type PrincipalArn, readCallerArn } from './arn.ts'
import { readXml, type XmlElement } from './xml.ts'

/** Who AWS says the caller is. */
export interface CallerIdentity {
  arn: PrincipalArn
  account: string
  /** `AROA…:<session>`, `AIDA…`, an account number, or `<account>:<name>` of a federated user. */
  userId: string
}

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

// What STS answers beside each kind of ARN. A pair that does not fit never came from AWS.
const userIdFits: Record<ArnKind, (userId: string, arn: PrincipalArn) => boolean> = {
  user: (userId) => /^AIDA[A-Z0-9]{12,124}$/.test(userId),
  'assumed-role': (userId, { segments }) => /^AROA[A-Z0-9]{12,124}:/.test(userId) && userId.slice(userId.indexOf(':') + 1) === segments[1],
  root: (userId, { account }) => userId === account,
  'federated-user': (userId, { account, segments }) => userId === `${account}:${segments[0]}`,
  role: () => false,
}

/** Reads a `GetCallerIdentity` answer: the one element in the one namespace, each value once and in agreement with the others. */
export function readCallerIdentity(xml: string): CallerIdentity | undefined {
  const response = readXml(xml)
  if (response?.name !== 'GetCallerIdentityResponse' || response.namespace !== stsNamespace) return undefined
  const results = response.children.filter(({ name }) => name === 'GetCallerIdentityResult')
  const isKnown = response.children.every(
    ({ name, namespace }) => namespace === undefined && /^(GetCallerIdentityResult|ResponseMetadata)$/.test(name),
  )
  const [result] = results
  if (!result || results.length !== 1 || response.children.length > 2 || !isKnown || result.children.length !== 3) return undefined
  const arn = readCallerArn(leaf(result, 'Arn'))
  const account = leaf(result, 'Account')
  const userId = leaf(result, 'UserId')
  if (!arn || arn.account !== account || !userIdFits[arn.kind](userId, arn)) return undefined
  return { arn, account, userId }
}

/** The `Code` of an AWS error document: letters, digits and dots, at most 128. */
export function readErrorCode(xml: string): string | undefined {
  const response = readXml(xml)
  const error = response?.name === 'ErrorResponse' ? response.children.find(({ name }) => name === 'Error') : undefined
  const code = error ? leaf(error, 'Code') : ''
  return /^[A-Za-z0-9.]{1,128}$/.test(code) ? code : undefined
}

function leaf(parent: XmlElement, name: string): string {
  const found = parent.children.filter((child) => child.name === name)
  const [element] = found
  return element && found.length === 1 && element.namespace === undefined && element.children.length === 0 ? element.text : ''
}
