import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EnvironmentInvalid, readEnvironment } from './env.ts'

const problemsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    readEnvironment(variables)
    return []
  } catch (error) {
    if (error instanceof EnvironmentInvalid) return error.problems
    throw error
  }
}

describe('the environment', () => {
  it('needs nothing', () => {
    const { port, publicUrl, databaseUrl, labEnabled, retention } = readEnvironment({})
    expect({ port, publicUrl, databaseUrl, labEnabled, retention }).toEqual({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      labEnabled: true,
      retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 },
    })
  })

  it('an empty variable counts as not set', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', BONAFIDE_SETUP_EMAIL: '' }).port).toBe(3000)
  })

  it('the Lab is off as soon as DATABASE_URL is set, unless it is asked for', () => {
    const own = { DATABASE_URL: 'postgres://db/bonafide', BONAFIDE_SECRET_KEY: randomBytes(32).toString('hex') }
    expect(readEnvironment(own).labEnabled).toBe(false)
    expect(readEnvironment({ ...own, BONAFIDE_LAB: '1' }).labEnabled).toBe(true)
  })

  it('OPS-36 every problem is named at once, by variable and never by value', () => {
    const problems = problemsOf({
      PORT: 'canary-port',
      BONAFIDE_PUBLIC_URL: 'https://canary.example/path',
      DATABASE_URL: 'mysql://canary:canary@db',
      BONAFIDE_SETUP_EMAIL: 'canary',
      BONAFIDE_ALLOW_PRIVATE_HOSTS: 'canary',
      BONAFIDE_TRUSTED_PROXIES: '10.0.0.0/8,canary',
      BONAFIDE_LOG_LEVEL: 'canary',
      BONAFIDE_RETENTION_AUDIT_DAYS: '0',
      BONAFIDE_METRICS_TOKEN: 'canary',
      BONAFIDE_CRON_SECRET: 'canary',
      CRON_SECRET: 'canary',
      AWS_ENDPOINT_URL_STS: 'canary',
    })
    const names = new Set(problems.map((problem) => problem.split(' ')[0]))
    expect(names).toEqual(
      new Set([
        'PORT',
        'BONAFIDE_PUBLIC_URL',
        'DATABASE_URL',
        'BONAFIDE_SECRET_KEY',
        'BONAFIDE_SETUP_EMAIL',
        'BONAFIDE_SETUP_PASSWORD',
        'BONAFIDE_SETUP_ORGANISATION',
        'BONAFIDE_ALLOW_PRIVATE_HOSTS',
        'BONAFIDE_TRUSTED_PROXIES',
        'BONAFIDE_LOG_LEVEL',
        'BONAFIDE_RETENTION_AUDIT_DAYS',
        'BONAFIDE_METRICS_TOKEN',
        'BONAFIDE_CRON_SECRET',
        'CRON_SECRET',
        'AWS_ENDPOINT_URL_STS',
      ]),
    )
    expect(problems.join()).not.toContain('canary')
  })

  it('OPS-36 a weak server key is refused without being shown', () => {
    const weak = 'ab'.repeat(32)
    const problems = problemsOf({ BONAFIDE_SECRET_KEY: weak })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^BONAFIDE_SECRET_KEY /)
    expect(problems[0]).not.toContain(weak)
  })

  it('OPS-36 certificates are checked in production', () => {
    expect(problemsOf({ NODE_ENV: 'production', NODE_TLS_REJECT_UNAUTHORIZED: '0' })[0]).toMatch(/^NODE_TLS_REJECT_UNAUTHORIZED /)
    expect(problemsOf({ NODE_ENV: 'development', NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([])
  })
})
