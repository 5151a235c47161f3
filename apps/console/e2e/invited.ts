import { randomBytes } from 'node:crypto'
import type { BrowserContext } from '@playwright/test'
import type { Ask } from './console.ts'
import { signInWithRole } from './people.ts'

interface Permission {
  resource: string
  actions: string[]
}

/** Somebody with exactly these permissions takes the owner's place in the browser. */
export async function lookAs(context: BrowserContext, ask: Ask, baseURL: string, permissions: readonly Permission[]): Promise<void> {
  const { createRole } = await ask<{ createRole: { role: { id: string } } }>(
    'mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }',
    { input: { name: `role-${randomBytes(6).toString('hex')}`, permissions: { organisation: permissions } } },
  )
  const value = await signInWithRole(ask, baseURL, createRole.role.id)
  await context.clearCookies()
  await context.addCookies([{ name: 'bonafide', value, url: baseURL, httpOnly: true, sameSite: 'Lax' }])
}
