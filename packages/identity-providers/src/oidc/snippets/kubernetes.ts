import type { Snippet } from '@bonafide/core'
import { authFlags } from '../../snippets/command-line.ts'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { quoted, yamlText } from '../../snippets/yaml.ts'
import { type Asking, audienceOf, partsOfSubject } from './asking.ts'

/** Where the pod finds the token, and where the command looks for it. */
export const projectedToken = '/var/run/secrets/bonafide/token'

// The kubelet reads $(NAME) in commands and values, and $$ as one $.
const literal = (text: string): string => quoted(text.replaceAll('$', '$$$$'))

/** A pod that holds a token for this server and none for the cluster. */
export function kubernetesManifest(asking: Asking): Snippet {
  const { namespace, account } = partsOfSubject(asking, /^system:serviceaccount:(?<namespace>[^:]+):(?<account>.+)$/s)
  const audience = audienceOf(asking)
  const more = audience === asking.place.serverUrl ? [] : ['--oidc-audience', audience]
  const login = ['bonafide', ...authFlags('kubernetes', asking.place, more)].map((word) => shellWord(word)).join(' ')
  return snippet({
    kind: 'kubernetes',
    title: 'Kubernetes',
    language: 'yaml',
    fileName: 'deployment.yaml',
    about: 'A deployment whose pods hold a projected token for this server, trade it, and start the program with its secrets.',
    lines: [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata:',
      '  name: app',
      `  namespace: ${namespace === undefined ? 'NAMESPACE' : yamlText(namespace)}`,
      'spec:',
      '  replicas: 1',
      '  selector:',
      '    matchLabels:',
      '      app: app',
      '  template:',
      '    metadata:',
      '      labels:',
      '        app: app',
      '    spec:',
      `      serviceAccountName: ${account === undefined ? 'POD_SERVICE_ACCOUNT' : yamlText(account)}`,
      '      # The pod needs no token for the API of the cluster.',
      '      automountServiceAccountToken: false',
      '      containers:',
      '        - name: app',
      '          image: IMAGE',
      '          env:',
      '            - name: BONAFIDE_HOST',
      `              value: ${literal(asking.place.serverUrl)}`,
      '          command:',
      '            - sh',
      '            - -c',
      `            - ${literal(`${login} && exec bonafide run --app APP_NAME --env ENVIRONMENT -- ./your-program`)}`,
      '          volumeMounts:',
      '            - name: bonafide-token',
      '              mountPath: /var/run/secrets/bonafide',
      '              readOnly: true',
      '      volumes:',
      '        - name: bonafide-token',
      '          projected:',
      '            sources:',
      '              - serviceAccountToken:',
      '                  path: token',
      `                  audience: ${quoted(audience)}`,
      '                  expirationSeconds: 600',
    ],
    notes: [
      'The kubelet puts a fresh token into the file before the old one ends; 600 seconds is the shortest that Kubernetes gives.',
      'Without the command in the image, see curl: the script reads the same file.',
    ],
  })
}
