'use client'

import dynamic from 'next/dynamic'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'

// Both ask in the browser, and are fetched behind the page.
const loading = () => <TableSkeleton />
const AccountsSection = dynamic(() => import('./accounts-section.tsx').then((file) => file.AccountsSection), { ssr: false, loading })
const MembersSection = dynamic(() => import('./members-section.tsx').then((file) => file.MembersSection), { ssr: false, loading })

/** Who holds keys of the app's environments. */
export const AppAccess = () => (
  <>
    <AccountsSection />
    <MembersSection />
  </>
)
