import { awsStsEndpoints } from '@bonafide/identity-providers/forms'

const stsHosts = new Set<string>(awsStsEndpoints.map(({ endpoint }) => new URL(endpoint).host))

// https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
const entraHosts = new Set([
  'login.microsoftonline.com',
  'login.windows.net',
  'sts.windows.net',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.chinacloudapi.cn',
  'sts.chinacloudapi.cn',
])

/** True for the hosts of AWS STS, in every partition. */
export const isStsHost = (host: string): boolean => stsHosts.has(host)

/** True for the hosts that publish Entra's keys, in every cloud. */
export const isEntraHost = (host: string): boolean => entraHosts.has(host)
