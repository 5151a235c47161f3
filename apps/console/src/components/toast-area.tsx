'use client'

import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { sayings } from './toast-queue.ts'

const shownMs = 8000

/** The corner itself; `Toasts` fetches it with the first thing to say. */
export const ToastArea = () => (
  <Toast.Provider limit={3}>
    <Toast.Portal>
      <Toast.Viewport className="fixed right-4 bottom-4 left-4 z-50 flex flex-col-reverse gap-2 sm:left-auto sm:w-96">
        <Shown />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

function Shown() {
  const { toasts, add, close } = Toast.useToastManager()
  useEffect(() => {
    const show = () => {
      for (const { kind, title, detail, undo } of sayings.take()) {
        const takeBack = () => {
          close(id)
          undo?.()
        }
        const id: string = add({
          title,
          description: detail,
          type: kind,
          priority: kind === 'failure' ? 'high' : 'low',
          timeout: kind === 'failure' ? 0 : shownMs,
          actionProps: undo && { children: 'Undo', onClick: takeBack },
        })
      }
    }
    show()
    return sayings.subscribe(show)
  }, [add, close])
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className="rounded-lg border border-line bg-raised shadow-lg data-limited:hidden"
    >
      <Toast.Content className="flex items-start gap-3 p-3">
        {toast.type === 'failure' ? (
          <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        ) : (
          <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-success" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium break-words" />
          <Toast.Description className="text-sm break-words text-muted" />
          <Toast.Action className="mt-1 rounded px-1 py-0.5 text-sm font-medium text-accent underline underline-offset-2" />
        </div>
        <Toast.Close aria-label="Dismiss" className="inline-flex size-7 items-center justify-center rounded text-muted hover:bg-hover">
          <X size={16} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
