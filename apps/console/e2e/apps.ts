import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type Ask, expect, home } from './console.ts'

export const canary = (): string => `canary-${randomBytes(18).toString('base64url')}`

export interface MadeApp {
  id: string
  name: string
  address: string
  /** Ids by name. */
  environments: Record<string, string>
}

let names = 0

/** An app with Development, Staging and Production. */
export async function makeApp(ask: Ask, named?: string): Promise<MadeApp> {
  const name = named ?? `app ${Date.now()} ${++names}`
  const { createApp } = await ask<{
    createApp: { app: { id: string; environments: { edges: { node: { id: string; name: string } }[] } } }
  }>('mutation($input: CreateAppInput!) { createApp(input: $input) { app { id environments { edges { node { id name } } } } } }', {
    input: { name },
  })
  const { id, environments } = createApp.app
  return {
    id,
    name,
    address: `${home}/apps/${id}`,
    environments: Object.fromEntries(environments.edges.map(({ node }) => [node.name, node.id])),
  }
}

interface PlainSecret {
  key: string
  value: string
  path?: string
  type?: 'SECRET' | 'CONFIG' | 'SEALED'
  tags?: string[]
}

/** Writes secrets as a script would. */
export async function putSecrets(ask: Ask, environmentId: string | undefined, create: readonly PlainSecret[]): Promise<void> {
  const document = 'mutation($input: ChangeSecretsInput!) { changeSecrets(input: $input) { userErrors { field message } } }'
  const { changeSecrets } = await ask<{ changeSecrets: unknown }>(document, { input: { environmentId, create } })
  expect(changeSecrets).toEqual({ userErrors: [] })
}

interface Stored {
  id: string
  key: string
  value: string
  version: number
  path: string
}

/** What is stored, read as a script would. */
export async function secretsOf(ask: Ask, environmentId: string | undefined): Promise<Stored[]> {
  const document = 'query($id: ID!) { environment(id: $id) { secrets(first: 100) { edges { node { id key value version path } } } } }'
  const { environment } = await ask<{ environment: { secrets: { edges: { node: Stored }[] } } }>(document, { id: environmentId })
  return environment.secrets.edges.map(({ node }) => node)
}

export const valuesOf = async (ask: Ask, environmentId: string | undefined): Promise<Record<string, string>> =>
  Object.fromEntries((await secretsOf(ask, environmentId)).map(({ key, value }) => [key, value]))

/** Opens the editor and waits for its list. */
export async function openEditor(page: Page, app: MadeApp, environment = 'Development'): Promise<void> {
  await page.goto(`${app.address}/environments/${app.environments[environment]}`)
  await expect(page.getByRole('button', { name: 'New secret' })).toBeVisible()
}

export async function stageNew(page: Page, key: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'New secret' }).click()
  const sheet = page.getByRole('dialog', { name: 'New secret' })
  await sheet.getByLabel('Key').fill(key)
  await sheet.getByLabel('Value', { exact: true }).fill(value)
  await sheet.getByRole('button', { name: 'Stage' }).click()
  await expect(sheet).toBeHidden()
}

export async function deploy(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Staged changes' }).getByRole('button', { name: 'Deploy', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Staged changes' })).toBeHidden()
}

const reveals = ['RevealSecrets', 'RevealSecretVersion']

/** Every answer but those of reveals, every address and everything said on the console, as one text; grows while the page lives. */
export function eavesdrop(page: Page): { text: () => Promise<string> } {
  const heard: (string | Promise<string>)[] = []
  page.on('console', (message) => heard.push(message.text()))
  page.on('request', (request) => heard.push(request.url()))
  page.on('response', (response) => {
    const asked = response.request().postData() ?? ''
    if (reveals.some((name) => asked.includes(`"operationName":"${name}"`))) return
    heard.push(response.text().catch(() => ''))
  })
  return { text: async () => (await Promise.all(heard)).join('\n') }
}
