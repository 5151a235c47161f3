import type { Services } from '@bonafide/core'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { createMetrics, createRestApp, openApiDocument } from '@bonafide/rest'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'

const settings = { publicUrl: 'https://bonafide.example' }
// Nothing is asked of them but what the document says.
const services = {
  settings,
  providers: createIdentityProviders(),
  runtime: { now: () => 0, randomBytes: (length: number) => new Uint8Array(length) },
} as unknown as Services
const document = openApiDocument(services, '1.2.3')

const app = createRestApp({
  services,
  secureCookies: true,
  version: '1.2.3',
  administration: services,
  graphql: () => Promise.reject(new Error('not asked')),
  metrics: createMetrics(),
  isReady: async () => true,
  live: () => Promise.reject(new Error('not asked')),
  stopping: new AbortController().signal,
  log: { debug() {}, warn() {}, error() {} },
  addressOf: () => '',
})

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']

/** As the application knows a path that callers may spell in several ways. */
const spelled = (path: string): string =>
  path.replace(/^\/service(\/public)?(?=\/(?:v1|identities|secrets|$))/, '').replaceAll(/\{(\w+)\}/g, ':$1') || '/'

const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `${method.toUpperCase()} ${spelled(path)}`),
)
// What answers every method of a path refuses those that the path does not know, but for GraphQL, which is asked by POST.
const served = app.routes
  .filter(({ method, path }) => methods.includes(method) && !path.includes('*'))
  .map(({ method, path }) => `${method} ${path}`)
const servedWhole = app.routes.filter(({ method, path }) => method === 'ALL' && !path.includes('*')).map(({ path }) => path)

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>)
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  it('tells of every route of the application', () => {
    expect(served.length).toBeGreaterThan(20)
    expect(served.filter((route) => !documented.includes(route))).toEqual([])
    const paths = documented.map((route) => route.split(' ')[1])
    expect(servedWhole.filter((path) => !paths.includes(path))).toEqual([])
  })

  it('tells of no route that is not there', () => {
    expect(documented.filter((route) => !served.includes(route) && route !== 'POST /api/graphql')).toEqual([])
  })

  it('names each operation once, and every schema that it refers to is there', () => {
    const ids = Object.values(document.paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId))
    expect(new Set(ids).size).toBe(ids.length)
    const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => !Object.hasOwn(document.components.schemas, name))).toEqual([])
  })

  it('is answered to whoever asks', async () => {
    const answer = await app.request('/openapi.json')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('says of a proof what its provider asks for', () => {
    const body = document.paths['/api/v1/auth/azure']?.post?.requestBody?.content['application/json']?.schema as {
      required: string[]
      properties: Record<string, { required?: string[] }>
    }
    expect(body.required).toEqual(['account', 'azureEntra'])
    expect(body.properties.azureEntra?.required).toEqual(['jwt'])
  })
})
