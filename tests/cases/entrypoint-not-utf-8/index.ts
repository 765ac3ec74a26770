export const hello = 'Grьяe'
