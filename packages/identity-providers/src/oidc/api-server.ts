import { OutboundError, type OutboundResponse, type Runtime } from '@bonafide/core'
import type { OidcConfig } from './schema.ts'

export const versionUrlOf = (apiServer: string): string => `${apiServer.replace(/\/$/, '')}/version`

/** Whether an API server answers at all: `/version` needs no right in most clusters, and one that wants to know who asks is there too. */
export async function askApiServer(
  { apiServer = '', certificateAuthority }: Pick<OidcConfig, 'apiServer' | 'certificateAuthority'>,
  runtime: Runtime,
): Promise<{ response?: OutboundResponse; problem: string | null }> {
  const url = versionUrlOf(apiServer)
  try {
    const request = { timeoutMs: 5000, maxBytes: 64 * 1024, ...(certificateAuthority && { certificateAuthority }) }
    const response = await runtime.fetch(url, request)
    return { response, problem: [200, 401, 403].includes(response.status) ? null : `${url} answered ${response.status}.` }
  } catch (error) {
    return { problem: `${url} could not be asked: ${error instanceof OutboundError ? error.message : 'no answer'}.` }
  }
}
