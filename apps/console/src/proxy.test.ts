import { unstable_doesMiddlewareMatch as passes } from 'next/experimental/testing/server'
import { describe, expect, it } from 'vitest'
import { config } from './proxy.ts'

const hasPolicy = (url: string) => passes({ config, url })

describe('the policy of pages', () => {
  it.each(['/', '/login', '/acme/home', '/metrics-inc/home', '/metricsx', '/healthz-care/apps', '/readyz2', '/services-ltd/home'])(
    'WEB-15 %s has one: an organisation may be called almost like a path of machines',
    (path) => expect(hasPolicy(path)).toBe(true),
  )

  it.each(['/metrics', '/healthz', '/readyz', '/health/live', '/api/graphql', '/v1/secrets/', '/_next/static/a.js'])(
    '%s is not a page',
    (path) => expect(hasPolicy(path)).toBe(false),
  )
})
