/** The seven forms in which results leave, in words. @see AO-04-4 */
import type { Title } from '#policies/catalog/entry.ts';
import type { ProductForm } from '#policies/procedure/fields.ts';

export const formTitles = {
  desensitized_dataset: { zh: '脱敏数据集', en: 'desensitized data set' },
  data_api: { zh: '数据接口', en: 'data interface' },
  data_metric: { zh: '数据指标', en: 'data metric' },
  data_report: { zh: '数据报告', en: 'data report' },
  data_model: { zh: '数据模型', en: 'data model' },
  data_application: { zh: '数据应用', en: 'data application' },
  data_service: { zh: '数据服务', en: 'data service' },
} as const satisfies Record<ProductForm, Title>;
