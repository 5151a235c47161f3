import { TableSkeleton } from '../../components/skeleton.tsx'

/** What a click shows at once, while the page is on its way. */
export default function Loading() {
  return <TableSkeleton />
}
