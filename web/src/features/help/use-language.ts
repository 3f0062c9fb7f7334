import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';

/** The language of the page, in which articles are asked for. */
export function useLanguage(): InterfaceLanguage {
  const { i18n } = useTranslation();
  return INTERFACE_LANGUAGES.find((one) => one === i18n.language) ?? 'en';
}
