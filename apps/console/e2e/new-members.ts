import { randomBytes } from 'node:crypto'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import type { Ask } from './console.ts'

let people = 0

export interface Person {
  email: string
  fullName: string
  password: string
}

export const newPerson = (fullName: string): Person => ({
  email: `person-${++people}-${randomBytes(4).toString('hex')}@example.org`,
  fullName,
  password: randomBytes(12).toString('base64url'),
})

export async function roleId(ask: Ask, name: string): Promise<string> {
  const { roles } = await ask<{ roles: { edges: { node: { id: string; name: string } }[] } }>(
    '{ roles(first: 100) { edges { node { id name } } } }',
  )
  const role = roles.edges.find(({ node }) => node.name === name)
  if (!role) throw new Error(`there is no role ${name}`)
  return role.node.id
}

/** Makes a member through the API, as a script would, and answers its session. */
export async function join(ask: Ask, baseURL: string | undefined, person: Person, role: string): Promise<string> {
  const { inviteMember } = await ask<{ inviteMember: { code: string } }>(
    'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { code } }',
    { input: { email: person.email, roleId: role } },
  )
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ code: inviteMember.code, fullName: person.fullName, password: person.password })
  const answer = await fetch(`${baseURL}/api/auth/accept-invite`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  return (await answer.json()).sessionToken
}

/** A browser of its own in which somebody is signed in. */
export async function signedInBrowser(browser: Browser, baseURL: string | undefined, sessionToken: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL })
  await context.addCookies([{ name: 'bonafide', value: sessionToken, url: baseURL ?? '', httpOnly: true, sameSite: 'Lax' }])
  return context
}

/** Asks GraphQL as whoever is signed in in this browser, as its pages would. */
export function askFrom(page: Page, query: string, variables: object = {}) {
  const headers = { 'x-bonafide-console': '1', origin: new URL(page.url()).origin }
  return page.request.post('/api/graphql', { data: { query, variables }, headers })
}

export const statusOf = async (page: Page): Promise<number> => (await askFrom(page, '{ viewer { id } }')).status()

export async function signInAs(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
