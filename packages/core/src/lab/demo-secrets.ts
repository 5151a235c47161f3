/** What the demo app keeps in one environment. */
export const demoSecrets = (environment: string) => [
  { key: 'GREETING', value: `Hello from ${environment}`, type: 'config' },
  { key: 'DATABASE_PASSWORD', value: `demo-password-${environment}`, comment: 'Used by DATABASE_URL.' },
  { key: 'DATABASE_URL', value: ['postgres://demo:$', '{DATABASE_PASSWORD}', `@database.${environment}.example/demo`].join('') },
  { key: 'STRIPE_KEY', value: `demo-stripe-key-${environment}`, comment: 'A made-up key.' },
]
