/** The national clouds of Microsoft Entra. */
export type EntraCloud = 'public' | 'usgov' | 'china'

/** `1.0` and `2.0` as in the `ver` claim; the resource asked for decides which a token is. */
export type EntraVersion = '1.0' | '2.0'

interface CloudHosts {
  login: string
  /** Hosts that answer for the same tenants. */
  aliases: readonly string[]
  v1Issuer: string
}

/** Hosts by cloud. Source: Microsoft, "National clouds: Microsoft Entra authentication endpoints". */
export const entraClouds: Record<EntraCloud, CloudHosts> = {
  public: { login: 'login.microsoftonline.com', aliases: ['sts.windows.net', 'login.windows.net'], v1Issuer: 'sts.windows.net' },
  usgov: { login: 'login.microsoftonline.us', aliases: [], v1Issuer: 'sts.windows.net' },
  china: {
    login: 'login.partner.microsoftonline.cn',
    aliases: ['login.chinacloudapi.cn', 'sts.chinacloudapi.cn'],
    v1Issuer: 'sts.chinacloudapi.cn',
  },
}

/** The `iss` of a tenant's tokens; version 1 ends with a slash, version 2 does not. */
export function entraIssuer(tenantId: string, version: EntraVersion, cloud: EntraCloud = 'public'): string {
  const hosts = entraClouds[cloud]
  return version === '1.0' ? `https://${hosts.v1Issuer}/${tenantId}/` : `https://${hosts.login}/${tenantId}/v2.0`
}

/** The cloud a host belongs to, or `undefined` for any other host, e.g. the loopback address of a stand-in. */
export function cloudOfHost(host: string): EntraCloud | undefined {
  const clouds = Object.keys(entraClouds) as EntraCloud[]
  return clouds.find((cloud) => entraClouds[cloud].login === host || entraClouds[cloud].aliases.includes(host))
}
