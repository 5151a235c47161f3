import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import { problemOf } from '../../../../apollo/problem.ts'
import { useToast } from '../../../../components/toast.tsx'
import { type LabSecretCardFragment, LabSecretValuesDocument } from './operations.generated.ts'

/** How long values stay on the screen. */
const showForMs = 30_000

/** The values of a secret, for half a minute, and of the version that is shown alone. */
export function useValues({ name, region, changedAt }: Pick<LabSecretCardFragment, 'name' | 'region' | 'changedAt'>) {
  const client = useApolloClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState<{ at: string; values: ReadonlyMap<string, string> }>()
  const hide = () => setShown(undefined)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), showForMs)
    return () => clearTimeout(timer)
  }, [shown])
  const show = async () => {
    setBusy(true)
    try {
      const { data } = await client.query({ query: LabSecretValuesDocument, variables: { name, region }, fetchPolicy: 'no-cache' })
      setShown({ at: changedAt, values: new Map(data?.labSecretValues.map(({ key, value }) => [key, value])) })
    } catch (error) {
      toast.failure(problemOf(error).message)
    }
    setBusy(false)
  }
  return { values: shown?.at === changedAt ? shown.values : undefined, busy, show, hide }
}
