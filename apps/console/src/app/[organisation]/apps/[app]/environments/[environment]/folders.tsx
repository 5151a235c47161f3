'use client'

import { useQuery } from '@apollo/client/react'
import { Folder } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from '../../../../../../components/link.tsx'
import { useApp } from '../../app-gate.tsx'
import { folderAddress } from '../../folder-address.ts'
import { useEditor } from './editor-context.tsx'
import { EnvironmentFoldersDocument } from './operations.generated.ts'

/** The folders below this one. */
export function Folders({ folder }: { folder: string }) {
  const app = useApp()
  const { environment, revision } = useEditor()
  const { data, refetch } = useQuery(EnvironmentFoldersDocument, {
    variables: { id: environment.id, path: folder },
    fetchPolicy: 'cache-and-network',
  })
  useEffect(() => {
    if (revision > 0) void refetch()
  }, [revision, refetch])
  const folders = data?.environment?.folders?.edges.map(({ node }) => node) ?? []
  if (folders.length === 0) return null
  return (
    <ul aria-label="Folders" className="flex flex-wrap gap-2">
      {folders.map(({ name, path, secrets }) => (
        <li key={path} className="max-w-full">
          <Link
            href={folderAddress(app.path(`/environments/${environment.id}`), path)}
            className="inline-flex min-h-9 max-w-full items-center gap-2 rounded-md border border-line px-3 hover:bg-hover"
          >
            <Folder size={16} aria-hidden className="shrink-0 text-muted" />
            <span className="min-w-0 truncate">{name}</span>
            <span className="shrink-0 text-sm text-muted">
              {secrets}
              <span className="sr-only"> secrets</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
