import type { Services } from '@bonafide/core'
import { Hono } from 'hono'
import type { Env } from '../env.ts'
import { openApiDocument } from './document.ts'

/** `GET /openapi.json`: nothing in it is secret. */
export function openApiRoutes(services: Services, version: string): Hono<Env> {
  // Made by the first who asks: a server starts no slower for it.
  let document: string | undefined
  const routes = new Hono<Env>()
  routes.get('/openapi.json', (request) => {
    document ??= JSON.stringify(openApiDocument(services, version))
    return request.body(document, 200, { 'content-type': 'application/json' })
  })
  return routes
}
