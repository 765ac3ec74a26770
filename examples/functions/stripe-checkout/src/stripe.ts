import Stripe from 'stripe'

export type Bindings = {
  STRIPE_SECRET_KEY: string
  STRIPE_WEBHOOK_SECRET: string
  CHECKOUT_SUCCESS_URL: string
  CHECKOUT_CANCEL_URL: string
  ORDERS?: KVNamespace
}

/** Workers have no Node sockets and no Node crypto; Stripe's client needs to be told. */
export function stripeFor(env: Bindings): Stripe {
  return new Stripe(env.STRIPE_SECRET_KEY, {
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 2,
    appInfo: { name: 'aerostack/stripe-checkout' },
  })
}

export const cryptoProvider = Stripe.createSubtleCryptoProvider()
