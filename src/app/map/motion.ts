const still = matchMedia('(prefers-reduced-motion: reduce)')

/** Durations of the map's movements; 0 while time runs fast or very much moves at once. */
export const motion = {
  calm: true,
  move: (): number => (motion.calm && !still.matches ? 240 : 0),
  fast: (): number => (motion.calm && !still.matches ? 120 : 0),
}
