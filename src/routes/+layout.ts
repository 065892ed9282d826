// Una sola página para todas las rutas: el BFF sirve el mismo index.html y la app decide.
export const ssr = false
export const prerender = false
