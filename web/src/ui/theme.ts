import { Alert, createTheme, type CSSVariablesResolver, type MantineColorsTuple, rem } from '@mantine/core';
import i18next from 'i18next';

/** The vendor's accent colour, light to dark; shade 8 carries white text in both schemes. */
const accent: MantineColorsTuple = [
  '#eff4fe',
  '#dde7fb',
  '#b9cdf5',
  '#92b1f0',
  '#7299eb',
  '#5d89e8',
  '#4f7fe5',
  '#3f6ccc',
  '#2f5bb7',
  '#244b9c',
];

/** Greys of the dark scheme from text to ground, as cool as those of the light one. */
const dark: MantineColorsTuple = [
  '#e4e7eb',
  '#c3c8cf',
  '#a0a8b2',
  '#8b939d',
  '#3a4048',
  '#272b31',
  '#1e2126',
  '#16181c',
  '#121417',
  '#0d0f11',
];

/** The cross in a corner, in the language of the moment it is shown. */
const close = () => ({ 'aria-label': i18next.t('form.close') });

/** The look of every page: one accent, a 4-px grid, one radius, 14-px text. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  colors: { accent, dark },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif, "Noto Color Emoji"',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(14), lg: rem(16), xl: rem(20) },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  defaultRadius: 'sm',
  radius: { xs: rem(3), sm: rem(6), md: rem(6), lg: rem(6), xl: rem(6) },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(22), lineHeight: '1.3' },
      h2: { fontSize: rem(16), lineHeight: '1.4' },
      h3: { fontSize: rem(14), lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Alert: Alert.extend({
      vars: (_, { color }) => {
        const tone = color === 'red' ? 'bad' : color === 'yellow' ? 'warn' : 'info';
        return { root: { '--alert-bg': `var(--tone-${tone}-ground)`, '--alert-color': `var(--tone-${tone})` } };
      },
    }),
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 500 } } },
    TextInput: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    PasswordInput: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Textarea: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Select: {
      defaultProps: {
        size: 'sm',
        inputWrapperOrder: ['label', 'input', 'description', 'error'],
        allowDeselect: false,
        comboboxProps: { shadow: 'md' },
      },
    },
    MultiSelect: {
      defaultProps: {
        size: 'sm',
        inputWrapperOrder: ['label', 'input', 'description', 'error'],
        comboboxProps: { shadow: 'md' },
      },
    },
    Autocomplete: { defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    SegmentedControl: { styles: { label: { fontWeight: 500 } } },
    Checkbox: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true }, styles: { title: { fontWeight: 600, overflowWrap: 'anywhere' } } },
    ModalCloseButton: { defaultProps: close },
    Menu: { defaultProps: { shadow: 'md', radius: 'sm', withInitialFocusPlaceholder: false } },
    Notification: {
      defaultProps: () => ({ closeButtonProps: close() }),
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});

/** Greys and status colours by purpose. Every text colour has 4.5:1 or more on every ground it is used on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--font-figures': '"Inter Variable", system-ui, sans-serif',
    '--row-height': rem(56),
    '--nav-width': rem(232),
    '--panel-width': rem(320),
    '--bar-height': rem(48),
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1f24',
    '--mantine-color-dimmed': '#57606a',
    '--mantine-color-placeholder': '#6a737d',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#2554ad',
    '--mantine-color-default-border': '#d0d5db',
    '--ground-sunken': '#f6f7f9',
    '--ground-hover': '#f1f3f6',
    '--ground-selected': '#eff3fa',
    '--ground-internal': '#fff8e1',
    '--line': '#e3e6ea',
    '--line-internal': '#e8c55e',
    '--edge-customer': '#b7bec8',
    '--edge-vendor': '#4f7fe5',
    '--tone-neutral': '#57606a',
    '--tone-info': '#2554ad',
    '--tone-good': '#17663a',
    '--tone-warn': '#855000',
    '--tone-bad': '#b42318',
    '--tone-neutral-ground': '#eceff2',
    '--tone-info-ground': '#e7effd',
    '--tone-good-ground': '#e3f5ea',
    '--tone-warn-ground': '#fff1d6',
    '--tone-bad-ground': '#fdebe9',
  },
  dark: {
    '--mantine-color-error': '#ff9b92',
    '--mantine-color-anchor': '#8db1f7',
    '--ground-sunken': '#111316',
    '--ground-hover': '#20242a',
    '--ground-selected': '#1f2632',
    '--ground-internal': '#2a2413',
    '--line': '#2a2f36',
    '--line-internal': '#7a6420',
    '--edge-customer': '#555d68',
    '--edge-vendor': '#5d89e8',
    '--tone-neutral': '#a9b1bb',
    '--tone-info': '#93b6fa',
    '--tone-good': '#7fd6a3',
    '--tone-warn': '#f0bf6a',
    '--tone-bad': '#ff9b92',
    '--tone-neutral-ground': '#272b31',
    '--tone-info-ground': '#1a2945',
    '--tone-good-ground': '#14301f',
    '--tone-warn-ground': '#33270f',
    '--tone-bad-ground': '#3b1c1a',
  },
});
