'use client'

import { useState } from 'react'
import { useToast } from '../../../../../../components/toast.tsx'
import { useEditor } from './editor-context.tsx'
import type { Entry } from './entry.ts'
import { useSecretValues } from './values/values-context.tsx'

/** Makes a .env file of what is listed, here in the browser. Reading the values leaves its rows in the audit log. */
export function useExport(folder: string, entries: readonly Entry[]) {
  const { environment } = useEditor()
  const { reveal } = useSecretValues()
  const toast = useToast()
  const [exporting, setExporting] = useState(false)
  const exportAll = async () => {
    const { isPrintable, printDotEnv } = await dotenv()
    const chosen = entries.filter(({ type, key }) => type !== 'SEALED' && isPrintable(key))
    if (chosen.length === 0) return toast.failure('There is nothing to export', 'Sealed secrets never leave, and the list shows no others.')
    setExporting(true)
    const revealed = await reveal(chosen.map(({ id }) => id))
    setExporting(false)
    if (!revealed.ok) return toast.failure('Nothing was exported', revealed.message)
    const text = printDotEnv(chosen.map(({ id, key, comment }) => ({ key, comment, value: revealed.value.get(id)?.value ?? '' })))
    download(text, fileName(environment.name, folder))
    const left = entries.length - chosen.length
    const detail = left > 0 ? `${left} sealed ones, or with names that no .env file can hold, were left out.` : undefined
    toast.success(`${chosen.length} secrets were exported`, { detail })
  }
  return { exportAll, exporting }
}

async function dotenv() {
  const { printDotEnv } = await import('@bonafide/core/dotenv')
  return { printDotEnv, isPrintable: (key: string) => /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) }
}

const fileName = (environment: string, folder: string): string =>
  `${(environment + folder).replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}.env`

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
