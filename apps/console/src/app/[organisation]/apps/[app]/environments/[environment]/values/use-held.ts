'use client'

import { useApolloClient } from '@apollo/client/react'
import { useCallback } from 'react'
import type { HeldEnvironment } from '../../../../../../../keys/shapes.ts'
import { HeldEnvironmentDocument } from '../../../operations.generated.ts'
import { useEditor } from '../editor-context.tsx'

/** The keys of this environment as they are wrapped for the viewer; asked for when there is something to open or to seal. */
export function useHeld(): () => Promise<HeldEnvironment> {
  const { environment } = useEditor()
  const client = useApolloClient()
  return useCallback(async () => {
    const { data } = await client.query({ query: HeldEnvironmentDocument, variables: { id: environment.id }, fetchPolicy: 'no-cache' })
    if (!data?.environment) throw new Error('The keys of this environment could not be fetched. Try again.')
    return data.environment
  }, [client, environment.id])
}
