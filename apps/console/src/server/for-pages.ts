import 'server-only'
import { authenticate, isDomainError, newId, readViewer, type SignedInContext, type Viewer } from '@bonafide/core'
import { cookies } from 'next/headers'
import { type Api, createApi } from './api.ts'
import { readEnvironment } from './env.ts'
import { createServices, currentServices, type Platform } from './services.ts'

/** The platform of this process; where no `server.ts` made it, it is made from the environment, which must then name a database and a key. */
function platform(): Promise<Platform> {
  const existing = currentServices()
  if (existing) return existing
  const environment = readEnvironment()
  const { databaseUrl, secretKey } = environment
  if (databaseUrl === undefined || secretKey === undefined)
    throw new Error('Set DATABASE_URL and BONAFIDE_SECRET_KEY, or start the server with `npm start`.')
  return createServices({ ...environment, databaseUrl, secretKey })
}

let api: Promise<Api> | undefined

export function machineApi(): Promise<Api> {
  api ??= platform().then(createApi)
  return api
}

/** Who is looking at the page, or null for somebody who has to sign in first. */
export async function currentViewer(): Promise<Viewer | null> {
  const { services, environment } = await platform()
  const name = environment.publicUrl.startsWith('https://') ? '__Host-bonafide' : 'bonafide'
  const sessionToken = (await cookies()).get(name)?.value ?? null
  if (sessionToken === null) return null
  const request = { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: 'unknown', userAgent: '' }
  try {
    const actor = await authenticate({ authorization: null, sessionToken }, { ...services, request })
    const context: SignedInContext = { ...services, request, actor }
    return await readViewer(context)
  } catch (error) {
    if (isDomainError(error) && error.code === 'unauthenticated') return null
    throw error
  }
}
