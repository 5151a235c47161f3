'use client'

import type { Permissions } from '@bonafide/core'
import { createContext, type ReactNode, useCallback, useContext } from 'react'

/** Who is looking, and at what; nothing secret. */
export interface PageViewer {
  id: string
  name: string
  email: string | null
  roleName: string
  permissions: Permissions
  organisation: { id: string; name: string; slug: string }
  server: { publicUrl: string; labEnabled: boolean; version: string }
}

const ViewerContext = createContext<PageViewer | null>(null)

export const ViewerProvider = ({ viewer, children }: { viewer: PageViewer; children: ReactNode }) => (
  <ViewerContext value={viewer}>{children}</ViewerContext>
)

export function useViewer(): PageViewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('This belongs inside the console.')
  return viewer
}

/** For what also stands outside of an organisation's pages. */
export const useViewerIfAny = (): PageViewer | null => useContext(ViewerContext)

type OrganisationResource = keyof Permissions['organisation']
type Action = NonNullable<Permissions['organisation'][OrganisationResource]>[number]

/** Whether to offer something; the server decides again. */
export function useCan(): (resource: OrganisationResource, action: Action) => boolean {
  const { permissions } = useViewer()
  return useCallback((resource, action) => permissions.organisation[resource]?.includes(action) ?? false, [permissions])
}

type AppResource = keyof Permissions['app']

/** The same for what may be done inside apps. */
export function useCanInApps(): (resource: AppResource, action: Action) => boolean {
  const { permissions } = useViewer()
  return useCallback((resource, action) => permissions.app[resource]?.includes(action) ?? false, [permissions])
}

/** The address of a page of this organisation: `path('/access/members')`. */
export function useOrganisationPath(): (path: string) => string {
  const { slug } = useViewer().organisation
  return useCallback((path) => `/${slug}${path}`, [slug])
}
