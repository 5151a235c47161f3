'use client'

import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'

/** Says what happened, in the corner, politely; `undo` takes it back while it shows. F6 brings the focus there. */
export interface Say {
  success(title: string, more?: { detail?: string; undo?: () => void }): void
  failure(title: string, detail?: string): void
}

const shownMs = 8000

export function useToast(): Say {
  const { add, close } = Toast.useToastManager()
  return useMemo(
    () => ({
      success(title, { detail, undo } = {}) {
        const id: string = add({
          title,
          description: detail,
          type: 'success',
          timeout: shownMs,
          actionProps: undo && {
            children: 'Undo',
            onClick: () => {
              close(id)
              undo()
            },
          },
        })
      },
      failure: (title, detail) => void add({ title, description: detail, type: 'failure', priority: 'high', timeout: 0 }),
    }),
    [add, close],
  )
}

export const ToastProvider = ({ children }: { children: ReactNode }) => (
  <Toast.Provider limit={3}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className="fixed right-4 bottom-4 left-4 z-50 flex flex-col-reverse gap-2 sm:left-auto sm:w-96">
        <Toasts />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

function Toasts() {
  const { toasts } = Toast.useToastManager()
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
        <Toast.Close aria-label="Dismiss" className="inline-flex size-6 items-center justify-center rounded text-muted hover:bg-hover">
          <X size={16} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
