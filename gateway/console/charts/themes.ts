/** Colours of charts: those of the sheet, for paper too. The series stay apart without colour as well: by their lightness. */
export const chartThemes = {
  light: {
    ink: '#1c2430',
    soft: '#545e6b',
    line: '#d8d4ca',
    paper: '#fbfaf7',
    series: ['#0b5d5e', '#b4651d', '#4d7ea8', '#8a5a83', '#5d7a3a', '#a33b3b', '#6b6b6b', '#c2a13a'],
  },
  dark: {
    ink: '#e6e8ea',
    soft: '#a5b0bb',
    line: '#323a44',
    paper: '#14181d',
    series: ['#6fc3bf', '#e3a45f', '#8fb8dc', '#c79bc1', '#a3c27a', '#e88f87', '#b5b5b5', '#e0cb79'],
  },
  print: {
    ink: '#000000',
    soft: '#333333',
    line: '#aaaaaa',
    paper: '#ffffff',
    series: ['#222222', '#888888', '#555555', '#bbbbbb', '#3d3d3d', '#a0a0a0', '#6f6f6f', '#d0d0d0'],
  },
} as const;

export type ChartTheme = keyof typeof chartThemes;

export function chartThemeOf(text: string | undefined): ChartTheme {
  return text === 'dark' || text === 'print' ? text : 'light';
}
