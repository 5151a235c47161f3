import { describe, expect, it } from 'vitest'
import { canonicalPath, isMachinePath } from './paths.ts'

describe('paths', () => {
  it.each([
    ['/service/secrets/tokens/', '/secrets/tokens/'],
    ['//service/secrets/', '/secrets/'],
    ['/service//secrets/', '/secrets/'],
    ['/service', '/'],
    ['/service/', '/'],
    ['/public/', '/'],
    ['/service/public/v1/apps/', '/v1/apps/'],
    ['/public/v1/apps/', '/v1/apps/'],
    ['/service/v1/apps/', '/v1/apps/'],
    ['/v1/apps/', '/v1/apps/'],
    ['/public/identities/external/v1/aws/iam/auth/', '/identities/external/v1/aws/iam/auth/'],
  ])('%s is %s', (written, canonical) => expect(canonicalPath(written)).toBe(canonical))

  it.each(['/services/x', '/foo/service/x', '/servicesecrets/', '/public/secrets/', '/publicv1/'])('%s is left alone', (path) =>
    expect(canonicalPath(path)).toBe(path),
  )

  it.each([
    '/service/x',
    '/public/',
    '//service/secrets/',
    '/v1/secrets/',
    '/api/graphql',
    '/api/unknown',
    '/healthz',
    '/readyz',
    '/metrics',
    '/health/',
    '/.well-known/x',
  ])('%s is for the machines', (path) => expect(isMachinePath(path)).toBe(true))

  it.each(['/', '/login', '/setup', '/services', '/healthz/', '/metricsx', '/_next/static/a.js'])('%s is for people', (path) =>
    expect(isMachinePath(path)).toBe(false),
  )
})
