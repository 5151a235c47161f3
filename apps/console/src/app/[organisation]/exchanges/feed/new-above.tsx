import { ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../../../components/button.tsx'

/** New rows wait here while somebody reads, so that nothing moves under pointer or focus. */
export function NewAbove({ count, more, onShow }: { count: number; more: boolean; onShow: () => void }) {
  const rest = useRef<HTMLSpanElement>(null)
  const [told, setTold] = useState('')
  return (
    <>
      {/* Where the focus rests when the button has done its work and is gone. */}
      <span ref={rest} tabIndex={-1} className="sr-only">
        {told}
      </span>
      {count > 0 && (
        <Button
          variant="quiet"
          className="text-accent"
          onClick={() => {
            onShow()
            setTold('New exchanges are shown.')
            rest.current?.focus()
          }}
        >
          <ArrowUp size={16} aria-hidden /> {count}
          {more && '+'} new above
        </Button>
      )}
    </>
  )
}
