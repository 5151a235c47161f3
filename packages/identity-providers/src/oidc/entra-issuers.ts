import { cloudHosts } from '../azure-entra/clouds.ts'

const hosts = new Set(Object.values(cloudHosts).flatMap(({ authority, firstIssuer }) => [authority, firstIssuer]))

/** Whether an issuer is one of Microsoft Entra's, of any national cloud. */
export const entraHost = (issuer: string): boolean => URL.canParse(issuer) && hosts.has(new URL(issuer).hostname)
