'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Dialog } from '../../../../components/dialog.tsx'
import { IconButton } from '../../../../components/icon-button.tsx'
import { DetailSkeleton } from './detail-skeleton.tsx'

// Most visitors of the list open no trace.
const AskedExchange = dynamic(() => import('./asked-exchange.tsx').then((module) => module.AskedExchange), { loading: DetailSkeleton })

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
    {id !== null && <AskedExchange key={id} id={id} />}
  </Dialog>
)
