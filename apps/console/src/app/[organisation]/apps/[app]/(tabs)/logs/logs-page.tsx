'use client'

import dynamic from 'next/dynamic'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'

/** Asks in the browser, and is fetched behind the page. */
export const LogsPage = dynamic(() => import('./app-logs.tsx').then((file) => file.AppLogs), {
  ssr: false,
  loading: () => <TableSkeleton />,
})
