'use client'

import { useQuery } from '@apollo/client/react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { problemOf } from '../../../../apollo/problem.ts'
import { Dialog } from '../../../../components/dialog.tsx'
import { IconButton } from '../../../../components/icon-button.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { ExchangeDetailDocument } from '../operations.generated.ts'
import { ExchangeDetail } from './exchange-detail.tsx'

interface ExchangeSheetProps {
  id: string | null
  onClose: () => void
  /** To the neighbours in the list, where there are any. */
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
}

/** A closer look at one exchange, beside the list that it comes from. */
export const ExchangeSheet = ({ id, onClose, onUp, onDown }: ExchangeSheetProps) => (
  <Dialog
    open={id !== null}
    onClose={onClose}
    kind="sheet"
    title="Exchange"
    footer={
      <>
        <IconButton
          label="Newer exchange (k)"
          icon={<ArrowUp size={18} aria-hidden />}
          aria-disabled={!onUp}
          className="aria-disabled:opacity-50"
          onClick={onUp}
        />
        <IconButton
          label="Older exchange (j)"
          icon={<ArrowDown size={18} aria-hidden />}
          aria-disabled={!onDown}
          className="aria-disabled:opacity-50"
          onClick={onDown}
        />
      </>
    }
  >
    {id !== null && <Asked key={id} id={id} />}
  </Dialog>
)

function Asked({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(ExchangeDetailDocument, { variables: { id }, errorPolicy: 'all' })
  if (data?.exchange) return <ExchangeDetail exchange={data.exchange} />
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
