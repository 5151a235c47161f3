/** The national clouds of Microsoft Entra. */
export const azureClouds = ['public', 'usgov', 'china'] as const
export type AzureCloud = (typeof azureClouds)[number]

/** `1.0` and `2.0`, as the `ver` claim of an access token says; the resource that is asked for decides. */
export type TokenVersion = '1.0' | '2.0'

interface CloudHosts {
  /** Where keys are published and tokens issued. */
  authority: string
  /** Host in the `iss` of version 1 tokens. */
  firstIssuer: string
  /** The audience of Azure Resource Manager, which every Azure tool can ask a token for. */
  management: string
}

// Microsoft Learn: "National clouds" and "Access tokens in the Microsoft identity platform".
export const cloudHosts: Record<AzureCloud, CloudHosts> = {
  public: { authority: 'login.microsoftonline.com', firstIssuer: 'sts.windows.net', management: 'https://management.azure.com/' },
  usgov: { authority: 'login.microsoftonline.us', firstIssuer: 'sts.windows.net', management: 'https://management.usgovcloudapi.net/' },
  china: {
    authority: 'login.partner.microsoftonline.cn',
    firstIssuer: 'sts.chinacloudapi.cn',
    management: 'https://management.chinacloudapi.cn/',
  },
}

/** One (version, issuer, key set) of a tenant. A token must fit all three together, so its `ver` chooses nothing. */
export interface KnownIssuer {
  version: TokenVersion
  issuer: string
  keysUrl: string
}

/** The two issuers of a tenant, from configuration alone. */
export function issuersOf(tenantId: string, cloud: AzureCloud): KnownIssuer[] {
  const { authority, firstIssuer } = cloudHosts[cloud]
  return [
    { version: '1.0', issuer: `https://${firstIssuer}/${tenantId}/`, keysUrl: `https://${authority}/${tenantId}/discovery/keys` },
    { version: '2.0', issuer: `https://${authority}/${tenantId}/v2.0`, keysUrl: `https://${authority}/${tenantId}/discovery/v2.0/keys` },
  ]
}

const issuerHosts = new Set(Object.values(cloudHosts).flatMap(({ authority, firstIssuer }) => [authority, firstIssuer]))

/** Whether an issuer is one of Microsoft Entra's, of any national cloud and tenant. */
export const isEntraIssuer = (issuer: string | undefined): boolean =>
  issuer !== undefined && URL.canParse(issuer) && issuerHosts.has(new URL(issuer).hostname)
