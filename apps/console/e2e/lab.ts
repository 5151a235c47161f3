import type { Ask } from './console.ts'
import { expect } from './console.ts'

export interface Persona {
  id: string
  title: string
  expects: { outcome: 'ACCEPTED' | 'REFUSED'; code: string | null }
}

interface DemoWorkspace {
  serviceAccount: { id: string }
  identities: { id: string; name: string }[]
  personas: Persona[]
}

/** A demo workspace as it is loaded, whatever was there before. */
export async function freshDemo(ask: Ask): Promise<DemoWorkspace> {
  await removeDemo(ask)
  const { startLab } = await ask<{ startLab: { lab: DemoWorkspace; userErrors: unknown[] } }>(
    `mutation {
      startLab {
        lab { serviceAccount { id } identities { id name } personas { id title expects { outcome code } } }
        userErrors { message }
      }
    }`,
  )
  expect(startLab.userErrors).toEqual([])
  return startLab.lab
}

export const removeDemo = (ask: Ask) => ask('mutation { removeLab { userErrors { message } } }')
