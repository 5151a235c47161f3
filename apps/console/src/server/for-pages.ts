import 'server-only'
import { authenticate, isDomainError, newId, readViewer, type SignedInContext, type Viewer } from '@bonafide/core'
import type { DocumentNode, FormattedExecutionResult } from 'graphql'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Api, type ApiDescription, createApi, describeDoors } from './api.ts'
import { readEnvironment } from './env.ts'
import { pagePathHeader } from './page-headers.ts'
import { createServices, currentServices, type Platform } from './services.ts'
import { version } from './version.ts'

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

/** Who asks, once per page, or null for somebody who has to sign in first. */
const currentContext = cache(async (): Promise<SignedInContext | null> => {
  const { services, environment } = await platform()
  const name = environment.publicUrl.startsWith('https://') ? '__Host-bonafide' : 'bonafide'
  const sessionToken = (await cookies()).get(name)?.value ?? null
  if (sessionToken === null) return null
  const request = { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: 'unknown', userAgent: '' }
  try {
    const actor = await authenticate({ authorization: null, sessionToken }, { ...services, request })
    return { ...services, request, actor }
  } catch (error) {
    if (isDomainError(error) && error.code === 'unauthenticated') return null
    throw error
  }
})

/** Who is looking at the page, or null for somebody who has to sign in first. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const context = await currentContext()
  return context && readViewer(context)
})

/** Who is looking at the page; somebody who has to sign in first is sent there, and back afterwards. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer()
  if (viewer) return viewer
  const path = (await headers()).get(pagePathHeader) ?? '/'
  redirect(path === '/' ? '/login' : `/login?next=${encodeURIComponent(path)}`)
}

/** Asks the administrators' door in process, as whoever is looking at the page. */
export async function askGraphql(document: DocumentNode, variables: Record<string, unknown>): Promise<FormattedExecutionResult> {
  await requireViewer()
  const context = await currentContext()
  const { graphql, administration } = await platform()
  if (!context) return { errors: [{ message: 'Sign in first.', extensions: { code: 'unauthenticated' } }] }
  return graphql.execute({ document, variables, context: { ...context, stores: administration.stores } })
}

/** What the console is told of its server. */
export async function serverFacts(): Promise<{ publicUrl: string; labEnabled: boolean; version: string }> {
  const { services } = await platform()
  return { publicUrl: services.settings.publicUrl, labEnabled: services.lab !== null, version }
}

export type { ApiDescription } from './api.ts'

/** The doors of the machines, as OpenAPI. */
export const describeApi = async (): Promise<ApiDescription> => describeDoors(await platform())

/** Whether somebody owns this server already; the set-up link is for the first one only. */
export async function isSetUp(): Promise<boolean> {
  const { services } = await platform()
  return services.stores.organisations.hasOrganisation()
}
